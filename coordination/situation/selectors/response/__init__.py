"""How a crisis is answered: delays and shares that come from what was recorded anyway."""
