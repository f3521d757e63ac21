"""What can be done in a break: the library, who may be offered what, and which one now."""
