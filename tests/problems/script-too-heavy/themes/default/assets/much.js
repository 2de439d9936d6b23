// Says what day it is, which readers know.
document.title += ` (${new Date().toDateString()})`;
