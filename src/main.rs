//! The doorstep: hands the arguments in and the exit code out.
fn main() {}
