package io.milieu.core.store;

import io.milieu.core.base.Digest;

/**
 * What identifies the content of one entry: equal keys mean equal content.
 *
 * @param bucket the kind of entry
 * @param digest of everything that decides the content
 */
public record LayerKey(Bucket bucket, Digest digest) {

    /** {@return the entry's name on disk} */
    public EntryName entry() {
        return new EntryName(bucket.folder(), digest.hex().substring(0, bucket.digits()));
    }

    @Override
    public String toString() {
        return bucket.folder() + "/" + digest.brief();
    }
}
