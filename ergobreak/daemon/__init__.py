"""The composition root: builds the parts, owns the queue and the state.

Threads: *main* belongs to the tray; *loop* alone owns the state and does everything in turn; the heartbeat, the
sensors, the door, the tray's clicks and the reapers of screens only post to the loop's queue. One step is: read the
sensors, tell the core, do what it asks, save, and sleep until ``next_wake`` or until somebody posts.
"""
