//! Where more is told about products, batches and packs: links that makers set for their own GTINs.

use serde::{Deserialize, Serialize};
use sqlx::{Row, query};
use utoipa::ToSchema;

use crate::database::{Database, DatabaseError};

/// Most links for one path.
pub const MAX_LINKS: usize = 32;

/// A link, as its maker sets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What the link leads to, a link type of the GS1 Web Vocabulary.
    #[schema(example = "gs1:epil")]
    pub relation: String,
    /// The language of what is there (BCP 47), or nothing.
    #[serde(default)]
    #[schema(example = "de")]
    pub language: String,
    /// Its media type, or nothing.
    #[serde(default)]
    #[schema(example = "text/html")]
    pub media: String,
    /// Where it is: an absolute https or http address.
    #[schema(example = "https://www.example.com/leaflets/4012345678901-de")]
    pub href: String,
    /// What to call it.
    #[schema(example = "Packungsbeilage")]
    pub title: String,
    /// Whether this is where people without other wishes are sent.
    #[serde(default)]
    pub preferred: bool,
}

impl Link {
    /// Whether a resolver may hand it out.
    pub fn is_valid(&self) -> bool {
        let name = |text: &str, longest: usize, more: &str| {
            text.len() <= longest
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(char::from(byte)))
        };
        let relation = self.relation.strip_prefix("gs1:").is_some_and(|kind| !kind.is_empty() && name(kind, 60, "-"));
        let address = self.href.len() <= 1_000
            && (self.href.starts_with("https://") || self.href.starts_with("http://"))
            && self.href.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte));
        relation
            && address
            && name(&self.language, 35, "-")
            && name(&self.media, 100, "/+.-")
            && (1..=200).contains(&self.title.len())
            && !self.title.chars().any(char::is_control)
    }
}

impl Database {
    /// Replaces all links of a path, such as `/01/04012345678901`.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn set_links(&self, owner: u32, path: &str, links: &[Link]) -> Result<(), DatabaseError> {
        let mut change = self.change().await?;
        query("DELETE FROM links WHERE path = $1").bind(path).execute(&mut *change).await?;
        for link in links {
            query(
                "INSERT INTO links (owner, path, relation, language, media, href, title, preferred)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (path, relation, language, media) DO UPDATE
                 SET href = excluded.href, title = excluded.title, preferred = excluded.preferred",
            )
            .bind(i64::from(owner))
            .bind(path)
            .bind(&link.relation)
            .bind(&link.language)
            .bind(&link.media)
            .bind(&link.href)
            .bind(&link.title)
            .bind(i64::from(link.preferred))
            .execute(&mut *change)
            .await?;
        }
        change.commit().await?;
        Ok(())
    }

    /// The links of a path.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn links(&self, path: &str) -> Result<Vec<Link>, DatabaseError> {
        let rows = query(
            "SELECT relation, language, media, href, title, preferred FROM links WHERE path = $1
             ORDER BY preferred DESC, relation, language, media",
        )
        .bind(path)
        .fetch_all(self.pool())
        .await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok(Link {
                relation: row.try_get(0)?,
                language: row.try_get(1)?,
                media: row.try_get(2)?,
                href: row.try_get(3)?,
                title: row.try_get(4)?,
                preferred: row.try_get::<i64, _>(5)? != 0,
            })
        };
        rows.iter().map(read).collect()
    }
}
