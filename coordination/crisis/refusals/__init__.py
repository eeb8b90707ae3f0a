"""What a crisis cell declines to do, and the sentence that says why: one file per subject."""
