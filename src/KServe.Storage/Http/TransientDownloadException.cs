using System.Diagnostics.CodeAnalysis;

namespace KServe.Storage.Http;

/// <summary>Reports a failure of one attempt that another attempt may not have.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Never leaves the downloader; needs a reason.")]
[SuppressMessage("Design", "CA1064", Justification = "Never leaves the downloader.")]
internal sealed class TransientDownloadException(string reason, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>Gets the kind of failure that it is in the end.</summary>
    public InferenceErrorCode Code { get; init; } = InferenceErrorCode.Unavailable;

    /// <summary>Gets how long the server asked to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
