namespace KServe.PayloadLogging;

/// <summary>Keeps batches of events as objects of a blob store, such as S3.</summary>
/// <remarks>Registered in the services of the host; safe for concurrent calls.</remarks>
public interface IPayloadBlobStore
{
    /// <summary>Gets the schemes of URLs that the store takes, in lower case, such as <c>s3</c>.</summary>
    IReadOnlyList<string> Schemes { get; }

    /// <summary>Stores one object; one that is there already is replaced.</summary>
    /// <param name="container">The URL of the options, such as <c>s3://bucket/prefix</c>.</param>
    /// <param name="key">The rest of the object's name, without a slash at its beginning.</param>
    /// <param name="content">The content, valid during the call only.</param>
    /// <param name="contentType">The media type of the content.</param>
    /// <param name="cancellationToken">Cancelled when the host ends and waits no longer.</param>
    /// <returns>A task that ends when the object is stored.</returns>
    ValueTask PutAsync(
        Uri container,
        string key,
        ReadOnlyMemory<byte> content,
        string contentType,
        CancellationToken cancellationToken);
}
