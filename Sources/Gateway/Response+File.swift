import HTTP
import Pages

extension Response {
    /// A file that does not change, packed where the client takes it so; or that the client has it already.
    static func file(_ asset: Asset, for request: Request, cacheControl: String) -> Response {
        let packed = request.headers.takeGzip ? asset.packed : nil
        let form = packed ?? asset.plain
        let isKnown = EntityTags.has(request.headers["If-None-Match"], form.etag)
        var response = isKnown ? Response(status: 304) : .bytes(form.bytes, type: asset.contentType)
        response = response.with("ETag", form.etag).with("Cache-Control", cacheControl)
        if asset.packed != nil { response = response.with("Vary", "Accept-Encoding") }
        return packed != nil && !isKnown ? response.with("Content-Encoding", "gzip") : response
    }
}
