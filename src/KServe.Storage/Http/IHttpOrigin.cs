namespace KServe.Storage.Http;

/// <summary>What a server of one origin wants of requests and means by its statuses.</summary>
/// <remarks>Safe for concurrent calls.</remarks>
internal interface IHttpOrigin
{
    /// <summary>Gets the longest pause that the server may ask for; a longer one is a failure.</summary>
    TimeSpan LongestPause { get; }

    /// <summary>Tells whether an address is one of this server.</summary>
    bool Covers(Uri uri);

    /// <summary>Adds the credentials.</summary>
    void Authorize(HttpRequestMessage request);

    /// <summary>Explains a status; <see langword="null"/> when it means what it means everywhere.</summary>
    Exception? Explain(HttpSource source, HttpResponseMessage response, TimeSpan? retryAfter);
}
