namespace KServe.Runtime.Generative.Tokenization.Configuration;

/// <summary>What a model's folder says about its tokens besides the tokenizer.</summary>
internal sealed record TokenizerConfiguration
{
    /// <summary>Gets the text of the first token of a sequence, if it has one.</summary>
    public string? BosToken { get; init; }

    /// <summary>Gets the text of the last token of a sequence, if it has one.</summary>
    public string? EosToken { get; init; }

    /// <summary>Gets the text of the filling token, if there is one.</summary>
    public string? PadToken { get; init; }

    /// <summary>Gets the text of the token of unknown words, if there is one.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>Gets the text of the token that stands for a missing one, if there is one.</summary>
    public string? MaskToken { get; init; }

    /// <summary>Gets whether sequences begin with the first token; null where the file does not say.</summary>
    public bool? AddBosToken { get; init; }

    /// <summary>Gets whether sequences end with the last token; null where the file does not say.</summary>
    public bool? AddEosToken { get; init; }

    /// <summary>Gets the longest sequence, if it is a sensible number.</summary>
    public int? ModelMaxLength { get; init; }

    /// <summary>Gets the chat templates by name; the one without a name is <c>default</c>.</summary>
    public IReadOnlyDictionary<string, string> ChatTemplates { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the ids that end a generation.</summary>
    public IReadOnlyList<int> EosTokenIds { get; init; } = [];

    /// <summary>Gets the id of the first token, if generation names one.</summary>
    public int? BosTokenId { get; init; }

    /// <summary>Gets the id of the filling token, if generation names one.</summary>
    public int? PadTokenId { get; init; }

    /// <summary>Gets the template for a chat, by whether tools are offered.</summary>
    public string? FindChatTemplate(bool hasTools) =>
        hasTools && ChatTemplates.TryGetValue("tool_use", out var tools) ? tools
        : ChatTemplates.GetValueOrDefault("default");
}
