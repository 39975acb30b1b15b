"""Staff: who may sign in, from which devices, and what happens when they may no longer."""
