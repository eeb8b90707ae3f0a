"""Who is on call, from whom one may read it, and the copy to take away."""
