"""The daemon's edges: one folder per capability, a Protocol, one module per system and a null object."""
