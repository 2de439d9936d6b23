//! PageInputs -> bytes: templates, blocks, and the files about the whole site.

mod blocks;
mod body;
mod charts;
mod choice;
mod context;
mod corrections;
mod entries;
mod feed;
mod inputs;
mod languages;
mod llms;
mod named;
mod open_data;
mod pages;
mod part;
mod picker;
mod pictures;
mod policy;
mod problems;
mod shared;
mod sharing;
mod sides;
mod status;
mod structured;
mod twin;
mod uses;
mod whole_site;
mod wording;

pub use inputs::{PageInputs, SiteInfo, gather};
pub use languages::{LanguageInfo, folder_of};
pub use open_data::{
    OPEN_DATA, OPEN_DATA_SCHEMA, OPEN_DATA_SCHEMA_TEXT, OpenDataInputs, open_data,
};
pub use pages::{RenderedPage, canonical, page};
pub use policy::{HEADERS, Inline, headers_file, policy_of_one_file};
pub use problems::CODES;
pub use shared::Shared;
pub use sharing::{Card, ShareImage, no_drawing};
pub use twin::{Twin, twin, twin_address};
pub use whole_site::{
    InLanguage, LLMS, SEARCH_INDEX, WHOLE_SITE_FILES, WholeSite, WholeSiteFiles, is_of_language,
    whole_site,
};
pub use wording::{figure, shown_date};
