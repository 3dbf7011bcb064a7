"""What belongs to no area: connections, keys, claims, traces, and the tables these need."""
