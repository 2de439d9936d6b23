//! Door: arguments, terminal and the starter site.
