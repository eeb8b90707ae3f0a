"""The situation of a territory: its cells, its structures, its needs, who is on call."""
