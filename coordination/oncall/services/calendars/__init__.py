"""Calendars by subscription; calendars read."""
