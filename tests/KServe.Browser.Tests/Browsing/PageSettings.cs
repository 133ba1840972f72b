namespace KServe.Browser.Tests.Browsing;

/// <summary>Says how large a page is, how it is coloured, and whether its requests may fail.</summary>
public sealed record PageSettings
{
    /// <summary>The longest wait for anything on a page, in milliseconds.</summary>
    internal const float Limit = 60_000;

    public int Width { get; init; } = 1000;

    public int Height { get; init; } = 800;

    public bool IsDark { get; init; }

    /// <summary>Gets whether the console may tell of failed requests: only where one is provoked.</summary>
    public bool AllowsFailedRequests { get; init; }
}
