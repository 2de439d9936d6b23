//! What a page tells of what it stands in: the site, its publisher, the way down to it, its translations
//! and its picture.

use std::borrow::Cow;

use serde::Serialize;

use super::super::inputs::{PageInputs, SiteInfo};
use super::super::pages::canonical;
use super::super::sharing::ShareImage;
use crate::config::Policy;
use crate::site::{Resolved, encode};

#[derive(Serialize)]
pub struct SiteNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

impl<'a> SiteNode<'a> {
    pub fn of(site: &'a SiteInfo) -> SiteNode<'a> {
        SiteNode {
            kind: "WebSite",
            name: &site.title,
            url: site.base_url.as_deref(),
        }
    }
}

/// Who publishes the site, with what it says of its own work.
#[derive(Serialize)]
pub struct PublisherNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(
        rename = "publishingPrinciples",
        skip_serializing_if = "Option::is_none"
    )]
    principles: Option<String>,
    #[serde(rename = "correctionsPolicy", skip_serializing_if = "Option::is_none")]
    corrections: Option<String>,
    #[serde(rename = "ethicsPolicy", skip_serializing_if = "Option::is_none")]
    ethics: Option<String>,
}

impl<'a> PublisherNode<'a> {
    pub fn of(site: &'a SiteInfo) -> Option<PublisherNode<'a>> {
        let publisher = site.publisher.as_ref()?;
        let policy = |wanted: Policy| {
            let mut policies = site.policies.iter();
            let (_, at) = policies.find(|(policy, _)| *policy == wanted)?;
            whole_address(site, at)
        };
        Some(PublisherNode {
            kind: match publisher.news {
                true => "NewsMediaOrganization",
                false => "Organization",
            },
            name: &publisher.name,
            url: publisher.url.as_deref(),
            principles: policy(Policy::Principles),
            corrections: policy(Policy::Corrections),
            ethics: policy(Policy::Ethics),
        })
    }
}

/// Where something stands on the web; a page of the site has no place there yet without a base URL.
fn whole_address(site: &SiteInfo, at: &Resolved) -> Option<String> {
    match at {
        Resolved::External(url) => Some(url.clone()),
        Resolved::Page {
            address, anchor, ..
        } => {
            let page = canonical(site.base_url.as_deref()?, address);
            Some(match anchor {
                Some(anchor) => format!("{page}#{}", encode(anchor)),
                None => page,
            })
        }
        Resolved::File { address, .. } => Some(canonical(site.base_url.as_deref()?, address)),
        Resolved::Anchor(_) | Resolved::Broken => None,
    }
}

/// The page an article stands on.
#[derive(Serialize)]
pub struct WebPageNode {
    #[serde(rename = "@type")]
    kind: &'static str,
    breadcrumb: BreadcrumbNode,
}

impl WebPageNode {
    pub fn new(breadcrumb: BreadcrumbNode) -> WebPageNode {
        WebPageNode {
            kind: "WebPage",
            breadcrumb,
        }
    }
}

/// The way from the home page down to this one.
#[derive(Serialize)]
pub struct BreadcrumbNode {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<CrumbNode>,
}

#[derive(Serialize)]
struct CrumbNode {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: String,
    item: String,
}

impl BreadcrumbNode {
    /// None for the home page, and where no address is known.
    pub fn of(inputs: &PageInputs) -> Option<BreadcrumbNode> {
        let (page, base_url) = (&inputs.page, inputs.site.base_url.as_deref()?);
        if page.breadcrumbs.is_empty() {
            return None;
        }
        let above = page.breadcrumbs.iter();
        let above = above.map(|crumb| (&crumb.title, &crumb.address));
        let way = above.chain([(&page.title, &page.address)]).zip(1..);
        let items = way.map(|((name, address), position)| CrumbNode {
            kind: "ListItem",
            position,
            name: name.clone(),
            item: canonical(base_url, address),
        });
        Some(BreadcrumbNode {
            kind: "BreadcrumbList",
            items: items.collect(),
        })
    }
}

/// The same page in another language.
#[derive(Serialize)]
pub struct TranslationNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    url: String,
    #[serde(rename = "inLanguage")]
    language: &'a str,
}

impl<'a> TranslationNode<'a> {
    /// What the page is a translation of, and the translations it has.
    pub fn of(
        inputs: &'a PageInputs,
        kind: &'static str,
    ) -> (Option<TranslationNode<'a>>, Vec<TranslationNode<'a>>) {
        let (page, site) = (&inputs.page, &inputs.site);
        let Some(base_url) = site.base_url.as_deref().filter(|_| !page.is_original) else {
            return (None, Vec::new());
        };
        let others = page.alternates.iter();
        let others = others.filter(|other| other.is_same && other.is_translated);
        let mut of_languages = others.map(|other| {
            let node = TranslationNode {
                kind,
                url: canonical(base_url, &other.address),
                language: &site.languages[other.language].tag,
            };
            (other.language, node)
        });
        match page.key.language {
            0 => (None, of_languages.map(|(_, node)| node).collect()),
            // Of what is translated itself only the original is told.
            _ => {
                let own = of_languages.find(|(language, _)| *language == 0);
                (own.map(|(_, node)| node), Vec::new())
            }
        }
    }
}

/// The picture of the page, or the card drawn for it.
#[derive(Serialize)]
pub struct ImageNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    url: Cow<'a, str>,
    /// A distance in the words of schema.org: a number with its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<String>,
    /// The words that stand for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<&'a str>,
    #[serde(rename = "creditText", skip_serializing_if = "Option::is_none")]
    credit: Option<&'a str>,
}

impl<'a> ImageNode<'a> {
    pub fn of(inputs: &'a PageInputs, shared: Option<&'a ShareImage>) -> Option<ImageNode<'a>> {
        let Some((_, address)) = inputs.page.image.as_ref() else {
            return shared.map(ImageNode::of_card);
        };
        let base_url = inputs.site.base_url.as_deref()?;
        let offered = inputs.pictures.get(address);
        let size = offered.and_then(|offered| offered.picture.size);
        let front = inputs.page.facts.as_ref().map(|facts| &facts.front);
        let said =
            |text: Option<&'a String>| text.map(|text| &**text).filter(|text| !text.is_empty());
        Some(ImageNode {
            kind: "ImageObject",
            url: Cow::from(format!("{base_url}{}", encode(address))),
            width: size.map(|(width, _)| in_pixels(width)),
            height: size.map(|(_, height)| in_pixels(height)),
            caption: said(front.and_then(|front| front.image_alt.as_ref())),
            credit: said(front.and_then(|front| front.image_credit.as_ref())),
        })
    }

    fn of_card(card: &'a ShareImage) -> ImageNode<'a> {
        ImageNode {
            kind: "ImageObject",
            url: Cow::from(&card.url),
            width: Some(in_pixels(card.width)),
            height: Some(in_pixels(card.height)),
            caption: None,
            credit: None,
        }
    }
}

fn in_pixels(length: usize) -> String {
    format!("{length} px")
}
