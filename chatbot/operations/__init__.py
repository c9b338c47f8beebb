"""For those who run Resfri: doctor, and the simulated pilot."""
