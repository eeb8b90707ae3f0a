"""One person: availability, contacts, what a personal link opens."""
