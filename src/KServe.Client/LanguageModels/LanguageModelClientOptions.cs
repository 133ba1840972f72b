using KServe.Protocol;

namespace KServe.Client;

/// <summary>Configures a client of language models; read once, when the client is created.</summary>
public sealed class LanguageModelClientOptions
{
    /// <summary>Gets or sets how long a call may take until the first event of its answer; of embeddings, until the
    /// whole answer.</summary>
    /// <value>More than zero, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: 60 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets how long the server may take for each later event.</summary>
    /// <value>
    /// More than zero, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>. Default: 60 seconds. The time that
    /// the reader of the stream takes does not count, and comments of the server do not end it.
    /// </value>
    public TimeSpan ChunkTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets the most bytes of one event.</summary>
    /// <value>From 1024 to 268435456. Default: 4194304 (4 MiB).</value>
    public int MaxEventLength { get; set; } = 4 << 20;

    /// <summary>Gets or sets the most bytes of one answer, all events together.</summary>
    /// <value>From 1 to 2147483391. Default: 268435456 (256 MiB).</value>
    public int MaxResponseLength { get; set; } = 256 << 20;

    /// <summary>Gets or sets in which form the server wants its requests.</summary>
    /// <value>Default: <see cref="OpenAiRequestForm.Default"/>.</value>
    public OpenAiRequestForm Form { get; set; } = OpenAiRequestForm.Default;

    /// <summary>Gets or sets the key that is sent as <c>Authorization: Bearer</c>.</summary>
    /// <value>Default: <see langword="null"/>, for none.</value>
    public string? ApiKey { get; set; }

    /// <summary>Gets the headers that every call sends.</summary>
    public IDictionary<string, string> Headers { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets where the memory of answers is rented.</summary>
    /// <value>Default: <see langword="null"/>, for a pool of the client's own.</value>
    public TensorPool? Pool { get; set; }

    /// <summary>Gets or sets the clock of timeouts.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Throws when an option is out of its range.</summary>
    /// <param name="options">The options, for the name of the caller's parameter.</param>
    internal static void Validate(LanguageModelClientOptions options)
    {
        if (options.FindError() is { } error)
        {
            throw new ArgumentException(error, nameof(options));
        }
    }

    private string? FindError() =>
        MaxEventLength is < 1024 or > 256 << 20 ? "MaxEventLength must be from 1024 to 268435456."
        : MaxResponseLength < 1 || MaxResponseLength > Array.MaxLength - 200
            ? $"MaxResponseLength must be from 1 to {Array.MaxLength - 200}."
        : !IsTime(Timeout) ? "Timeout must be more than zero or infinite."
        : !IsTime(ChunkTimeout) ? "ChunkTimeout must be more than zero or infinite."
        : Form is null || TimeProvider is null ? "Form and TimeProvider must not be null."
        : ApiKey is { } key && !key.All(static c => c is > ' ' and <= '~')
            ? "ApiKey must consist of printable ASCII characters without spaces."
        : null;

    private static bool IsTime(TimeSpan time) =>
        time > TimeSpan.Zero || time == System.Threading.Timeout.InfiniteTimeSpan;
}
