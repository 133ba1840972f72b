using KServe.Storage.Http;

namespace KServe.Storage;

/// <summary>Makes the errors of storage; no text holds a path of the machine, a query or a credential.</summary>
internal static class StorageErrors
{
    public static InferenceException BadUri(string reason) =>
        InferenceException.InvalidArgument($"The model's storage URI is invalid: {reason}");

    public static InferenceException NotFound(string uri) =>
        InferenceException.NotFound($"The model's storage URI '{uri}' was not found.");

    public static InferenceException BadArchive(string reason, Exception? cause = null) =>
        new(InferenceErrorCode.InvalidArgument, $"The model's archive is refused: {reason}", cause);

    public static InferenceException BadEntry(long entry, string reason) =>
        BadArchive($"entry {entry} {reason}");

    public static InferenceException ArchiveTooLarge(string reason) =>
        new(InferenceErrorCode.TooLarge, $"The model's archive is refused: {reason}");

    public static InferenceException DownloadTooLarge(string uri, long limit) =>
        new(InferenceErrorCode.TooLarge, $"The download of '{uri}' is larger than the limit of {limit} bytes.");

    public static InferenceException BadDigest(string uri) =>
        InferenceException.InvalidArgument($"The content of '{uri}' does not have the SHA-256 digest of its URI.");

    public static InferenceException Failed(string uri, string reason, Exception? cause = null) =>
        new(InferenceErrorCode.Unavailable, $"The download of '{uri}' failed: {reason}", cause);

    public static InferenceException Failed(string uri, TransientDownloadException failure) =>
        new(failure.Code, $"The download of '{uri}' failed: {failure.Message}", failure)
        {
            RetryAfter = failure.RetryAfter > TimeSpan.Zero ? failure.RetryAfter : null,
        };

    public static InferenceException TimedOut(string uri) =>
        new(InferenceErrorCode.DeadlineExceeded, $"The download of '{uri}' took longer than its time limit.");

    public static InferenceException AddressRefused(string host) =>
        InferenceException.InvalidArgument(
            $"The host '{host}' has an address that downloads may not connect to; see AllowPrivateNetworks.");

    public static InferenceException NoFiles(string uri) =>
        InferenceException.NotFound(
            $"'{uri}' has no files that are downloaded; pickles (.bin, .pt, .pkl) must be asked for: ?allow=*.bin.");

    public static InferenceException CacheFailed(Exception cause) =>
        new(
            InferenceErrorCode.Unavailable,
            "The model cache cannot be read or written: the disk may be full or read-only.",
            cause);

    public static bool IsDiskFailure(Exception exception) => exception is IOException or UnauthorizedAccessException;
}
