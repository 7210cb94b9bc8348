//! Blobs, kept under the hash of their content.

use std::fmt;
use std::ops::Range;
use std::path::Path as File;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt as _};
use http::Method;
use kernel::{Fault, Outcome};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::signer::{SignedUrlOptions, Signer};
use object_store::{Error, GetOptions, ObjectStore, ObjectStoreExt as _, WriteMultipart};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncReadExt as _;
use url::Url;

use crate::hash::Hash;
use crate::kind::Kind;
use crate::place::{Place, S3};

/// Longest life of a signed address in seconds.
pub const LONGEST_SIGNATURE_S: u64 = 60;

/// Bytes of a file that are read or sent at once: S3 takes parts from 5 MiB on.
const PART: usize = 8 * 1024 * 1024;
/// Parts that are on their way at the same time.
const PARTS_UNDER_WAY: usize = 4;

/// A store of blobs. Cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    signer: Option<Arc<dyn Signer>>,
    prefix: String,
}

/// A blob on its way out, or a part of one.
pub struct Served {
    /// Bytes of the whole blob.
    pub size: u64,
    /// Which of them follow.
    pub range: Range<u64>,
    /// The bytes.
    pub bytes: BoxStream<'static, Outcome<Bytes>>,
}

impl fmt::Debug for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bytes {}..{} of {}", self.range.start, self.range.end, self.size)
    }
}

impl fmt::Debug for Blobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "blobs in {}", self.store)
    }
}

/// What a signed address answers with.
#[derive(Debug, Clone, Copy)]
pub struct SignedFor<'a> {
    /// What the blob is.
    pub kind: Kind,
    /// The name under which it is saved; `None` shows it in the page if its kind allows that.
    pub file_name: Option<&'a str>,
    /// Seconds for which the address works, at most 60.
    pub seconds: u64,
}

impl Blobs {
    /// Opens a store.
    ///
    /// # Errors
    /// `Broken` when the folder cannot be made or the bucket's settings contradict each other.
    pub fn open(place: &Place) -> Outcome<Self> {
        match place {
            Place::Disk { path } => {
                std::fs::create_dir_all(path).map_err(|e| Fault::broken("making the folder", e))?;
                let disk = LocalFileSystem::new_with_prefix(path)
                    .map_err(|e| Fault::broken("opening the folder", e))?
                    .with_automatic_cleanup(true)
                    .with_fsync(true);
                Ok(Self { store: Arc::new(disk), signer: None, prefix: String::new() })
            }
            Place::S3(s3) => {
                let bucket =
                    Arc::new(bucket(s3).map_err(|e| Fault::broken("opening the bucket", e))?);
                let signer: Arc<dyn Signer> = Arc::<AmazonS3>::clone(&bucket);
                Ok(Self { store: bucket, signer: Some(signer), prefix: s3.prefix.clone() })
            }
        }
    }

    /// A store that forgets everything when it is dropped, for tests.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { store: Arc::new(InMemory::new()), signer: None, prefix: String::new() }
    }

    /// Keeps a blob; the same content is kept once. On disk it is synced before this answers.
    ///
    /// # Errors
    /// `Broken` when the store does not take it.
    pub async fn put(&self, content: Bytes) -> Outcome<Hash> {
        let hash = Hash::of(&content);
        if self.size(hash).await?.is_none() {
            let put = self.store.put(&self.path(hash), content.into()).await;
            put.map_err(|e| Fault::broken("keeping a blob", e))?;
        }
        Ok(hash)
    }

    /// Keeps the content of a file, piece by piece; gives its hash and size.
    ///
    /// # Errors
    /// `Broken` when the file cannot be read, has changed meanwhile, or is not taken.
    pub async fn put_file(&self, file: &File) -> Outcome<(Hash, u64)> {
        let (hash, size) = read(file, async |_piece| ()).await?;
        if self.size(hash).await?.is_some() {
            return Ok((hash, size));
        }
        let path = self.path(hash);
        let upload = self.store.put_multipart(&path).await;
        let upload = upload.map_err(|e| Fault::broken("keeping a file", e))?;
        let mut write = WriteMultipart::new_with_chunk_size(upload, PART);
        let mut lost = None;
        let sent = read(file, async |piece: &[u8]| {
            if lost.is_none() {
                lost = write.wait_for_capacity(PARTS_UNDER_WAY).await.err();
                write.write(piece);
            }
        })
        .await;
        let whole = matches!(sent, Ok((sent, _)) if sent == hash) && lost.is_none();
        if !whole {
            let abort = write.abort().await;
            abort.map_err(|e| Fault::broken("giving up on a file", e))?;
            let cause = "the file changed while it was read, or the store gave up";
            return Err(Fault::broken("keeping a file", cause));
        }
        write.finish().await.map_err(|e| Fault::broken("keeping a file", e))?;
        Ok((hash, size))
    }

    /// Reads a whole blob and checks it against its hash.
    ///
    /// # Errors
    /// `Missing`, or `Broken` when the store fails or the content has changed.
    pub async fn get(&self, hash: Hash) -> Outcome<Bytes> {
        let found = self.store.get(&self.path(hash)).await.map_err(not_read)?;
        let content = found.bytes().await.map_err(not_read)?;
        if Hash::of(&content) == hash {
            Ok(content)
        } else {
            Err(Fault::broken("reading a blob", format!("{hash} is not what was kept")))
        }
    }

    /// Reads a blob, or a part of it, piece by piece; an end beyond the blob's is its end.
    ///
    /// # Errors
    /// `Missing`; `Invalid` with `range.invalid` when the part begins behind the blob's end or is
    /// empty; `Broken` when the store fails.
    pub async fn stream(&self, hash: Hash, range: Option<Range<u64>>) -> Outcome<Served> {
        if let Some(range) = &range {
            let size = self.size(hash).await?.ok_or(Fault::Missing("media.missing"))?;
            if range.is_empty() || range.start >= size {
                return Err(Fault::invalid("range", "range.invalid"));
            }
        }
        let options = GetOptions { range: range.map(Into::into), ..GetOptions::default() };
        let found = self.store.get_opts(&self.path(hash), options).await.map_err(not_read)?;
        let (size, range) = (found.meta.size, found.range.clone());
        let bytes = found.into_stream().map(|piece| piece.map_err(not_read)).boxed();
        Ok(Served { size, range, bytes })
    }

    /// How many bytes a blob has; `None` when it is not kept.
    ///
    /// # Errors
    /// `Broken` when the store fails.
    pub async fn size(&self, hash: Hash) -> Outcome<Option<u64>> {
        match self.store.head(&self.path(hash)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(not_read(error)),
        }
    }

    /// Whether a blob is kept.
    ///
    /// # Errors
    /// `Broken` when the store fails.
    pub async fn exists(&self, hash: Hash) -> Outcome<bool> {
        Ok(self.size(hash).await?.is_some())
    }

    /// Removes a blob; one that is not kept is removed already.
    ///
    /// # Errors
    /// `Broken` when the store fails.
    pub async fn delete(&self, hash: Hash) -> Outcome<()> {
        match self.store.delete(&self.path(hash)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(Fault::broken("removing a blob", error)),
        }
    }

    /// Every blob that is kept, with its size: for back-ups and for looking for damage.
    pub fn hashes(&self) -> BoxStream<'static, Outcome<(Hash, u64)>> {
        let listed = self.store.list(Some(&Path::from(format!("{}blobs", self.folder()))));
        listed
            .filter_map(async |meta| match meta {
                Ok(meta) => {
                    let hash = meta.location.filename()?.parse().ok()?;
                    Some(Ok((hash, meta.size)))
                }
                Err(error) => Some(Err(Fault::broken("listing blobs", error))),
            })
            .boxed()
    }

    /// An address that gives a blob to whoever has it, for at most 60 seconds; `None` where the
    /// store cannot sign, so on disk.
    ///
    /// # Errors
    /// `Broken` when signing fails.
    pub async fn signed_url(&self, hash: Hash, what: SignedFor<'_>) -> Outcome<Option<Url>> {
        let Some(signer) = &self.signer else { return Ok(None) };
        let answer = [
            ("response-content-type", what.kind.media_type().to_owned()),
            ("response-content-disposition", disposition(what.kind, what.file_name)),
            ("response-cache-control", "private, no-store".to_owned()),
        ];
        let options = SignedUrlOptions::new().with_query(answer);
        let life = Duration::from_secs(what.seconds.clamp(1, LONGEST_SIGNATURE_S));
        let path = self.path(hash);
        let url = signer.signed_url_opts(Method::GET, &path, life, &options).await;
        url.map(Some).map_err(|e| Fault::broken("signing an address", e))
    }

    /// The host that signed addresses lead to, as `https://bucket.example`; `None` where the store
    /// cannot sign, so on disk.
    ///
    /// # Errors
    /// `Broken` when signing fails.
    pub async fn signing_host(&self) -> Outcome<Option<String>> {
        let example = SignedFor { kind: Kind::Png, file_name: None, seconds: 1 };
        let url = self.signed_url(Hash::of(b""), example).await?;
        Ok(url.map(|url| url.origin().ascii_serialization()))
    }

    /// Where a blob lies: two folders of its first digits keep each folder small.
    fn path(&self, hash: Hash) -> Path {
        let name = hash.to_string();
        let (first, rest) = name.split_at(2);
        let (second, _) = rest.split_at(2);
        Path::from(format!("{}blobs/{first}/{second}/{name}", self.folder()))
    }

    fn folder(&self) -> String {
        match self.prefix.trim_matches('/') {
            "" => String::new(),
            prefix => format!("{prefix}/"),
        }
    }
}

fn bucket(s3: &S3) -> Result<AmazonS3, Error> {
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&s3.bucket)
        .with_region(&s3.region)
        .with_access_key_id(&s3.access_key_id)
        .with_secret_access_key(s3.secret_access_key.reveal())
        .with_virtual_hosted_style_request(s3.virtual_hosted);
    if let Some(endpoint) = &s3.endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    builder.build()
}

/// How a browser is to take a blob. Names with anything but plain letters go in the form that
/// every browser reads, percent-encoded UTF-8 (RFC 6266).
fn disposition(kind: Kind, file_name: Option<&str>) -> String {
    let way = if kind.is_inline() && file_name.is_none() { "inline" } else { "attachment" };
    let Some(name) = file_name else { return way.to_owned() };
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("{way}; filename*=UTF-8''{encoded}")
}

/// Reads a file piece by piece and hashes what it gives away.
async fn read(file: &File, mut give: impl AsyncFnMut(&[u8])) -> Outcome<(Hash, u64)> {
    let broken = |error: std::io::Error| Fault::broken("reading a file", error);
    let mut file = tokio::fs::File::open(file).await.map_err(broken)?;
    let mut digest = Sha256::new();
    let mut size = 0_u64;
    let mut buffer = vec![0; PART / 8];
    loop {
        let length = file.read(&mut buffer).await.map_err(broken)?;
        let piece = buffer.get(..length).unwrap_or_default();
        if piece.is_empty() {
            return Ok((Hash::finished(digest), size));
        }
        digest.update(piece);
        size += u64::try_from(length).unwrap_or_default();
        give(piece).await;
    }
}

fn not_read(error: Error) -> Fault {
    match error {
        Error::NotFound { .. } => Fault::Missing("media.missing"),
        other => Fault::broken("reading a blob", other),
    }
}

#[cfg(test)]
mod tests;
