//! The menus of a site.

use std::collections::BTreeMap;

use super::problems::BAD_MENU;
use super::{MenuItem, MenuTarget};
use crate::diagnostics::Diagnostic;
use crate::values::Table;

pub(super) fn menus(table: &Table<'_>) -> BTreeMap<String, Vec<MenuItem>> {
    let mut menus = BTreeMap::new();
    if let Some(items) = table.list_of_tables("menu") {
        menus.insert("main".to_string(), menu(items, "menu"));
    }
    if let Some(named) = table.table("menus") {
        for name in named.keys() {
            if let Some(items) = named.list_of_tables(name) {
                menus.insert(name.to_string(), menu(items, &format!("menus/{name}")));
            }
        }
        named.remember();
        named.finish();
    }
    menus
}

fn menu(items: Vec<Table<'_>>, key: &str) -> Vec<MenuItem> {
    let mut menu = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        item.remember();
        let page = item.text("page");
        let url = item.text("url");
        let label = item.text("label");
        let labels = labels(&item);
        let target = match (page, url) {
            (Some(page), None) => Some(MenuTarget::Page(page)),
            (None, Some(url)) => Some(MenuTarget::Url(url)),
            (page, _) => {
                let found = if page.is_some() { "both" } else { "neither" };
                let message = format!("a menu entry has a `page` or a `url`; this one has {found}");
                let problem = Diagnostic::new(&BAD_MENU, item.place(), message);
                match page {
                    Some(_) => item.report(problem),
                    None => item.report_unless_misspelt(&["page", "url"], problem),
                }
                None
            }
        };
        if let Some(MenuTarget::Url(_)) = target
            && label.is_none()
        {
            let message = "a menu entry with a `url` needs a `label`";
            let problem = Diagnostic::new(&BAD_MENU, item.place(), message);
            item.report_unless_misspelt(&["label"], problem);
        }
        menu.extend(target.map(|target| MenuItem {
            target,
            label,
            labels,
            key: format!("{key}/{index}"),
        }));
        item.finish();
    }
    menu
}

/// What an entry is called in other languages.
fn labels(item: &Table<'_>) -> BTreeMap<String, String> {
    let Some(labels) = item.table("labels") else {
        return BTreeMap::new();
    };
    let keys = labels.keys().into_iter();
    keys.filter_map(|key| Some((key.to_string(), labels.text(key)?)))
        .collect()
}
