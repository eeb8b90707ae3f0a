"""The pages of rosters: previews, imports, versions, circuit, calendars, rotations."""
