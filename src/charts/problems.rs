//! The problems of tables and charts, and their words.

use crate::diagnostics::Code;

pub const BAD_TABLE: Code = Code::error(
    "bad-table",
    "A table in `content/data/` is CSV or TOML. Its first line names the columns, a unit in brackets behind the \
name; every row has as many cells as there are columns, and a cell is empty where the value is not known. CSV is \
UTF-8 with commas between the cells; a text with a comma stands in quotation marks.\n\n    year,share (%)\n    \
2023,41.5\n    2024,\n\nThe same in TOML:\n\n    columns = [\"year\", \"share (%)\"]\n    rows = [\n      \
[2023, 41.5],\n      [2024, \"\"],\n    ]",
);
pub const BAD_CELL: Code = Code::error(
    "bad-cell",
    "A cell of a chart's table does not hold what its column takes. Numbers have digits, a point before decimals \
and nothing between thousands: `-1234.5`. The unit stands behind the name of the column, and where a value is not \
known the cell is empty; it is then shown as missing and never as zero. Shares of a whole cannot be negative, nor \
make more than 100 %.\n\n    \
people\n    \"1,200\"    # wrong: 1200\n    n/a        # wrong: leave the cell empty",
);
pub const UNKNOWN_COLUMN: Code = Code::error(
    "unknown-column",
    "`labels` and `values` of a chart name columns of its table as the table's first line does, without the unit. \
Behind a colon a column may be given another name for readers.\n\n    ::: chart kind=bar data=data/ferries.csv \
labels=place values=\"trips: crossings\" …",
);
pub const BAD_CHART: Code = Code::error(
    "bad-chart",
    "This kind of chart cannot show these columns, or says nothing. `bar` and `column` show one column of values, \
`range` one or two, `stacked` two to six that make up a whole, `line` up to eight. All have one unit, and at least one \
value is known. The title says what is to be seen.",
);

pub const CODES: &[Code] = &[BAD_TABLE, BAD_CELL, UNKNOWN_COLUMN, BAD_CHART];
