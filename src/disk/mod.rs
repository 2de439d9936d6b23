//! Door: reads the input files and writes the finished site.
