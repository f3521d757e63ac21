"""The drawn figure as pure geometry: key frames in, scenes out. It reads, paints and colours nothing.

``grammar`` frame to pose; ``skeleton`` pose to joints; ``stance`` where the body stands; ``alignment`` all key
frames in one place; ``motion`` the way between two; ``accent`` what moves; ``outline``, ``body``, ``props``,
``closeup`` shapes; ``scene`` the result; ``film`` the door; ``reel`` a step's timing; ``telling`` what a screen
reader is told.
"""
