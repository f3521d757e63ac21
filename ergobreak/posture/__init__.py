"""How one sits, and what the desk is like: small checks in rotation, and the workstation questions."""
