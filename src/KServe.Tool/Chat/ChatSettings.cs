namespace KServe.Tool.Chat;

/// <summary>Says whom a conversation is with, and how the answers are drawn.</summary>
internal sealed record ChatSettings(Uri Address, string? Key, string Model)
{
    public string? System { get; init; }

    /// <summary>Gets the temperature; <see langword="null"/> for the server's.</summary>
    public double? Temperature { get; init; }

    /// <summary>Gets the most tokens of an answer; <see langword="null"/> for the server's.</summary>
    public int? MaxTokens { get; init; }
}
