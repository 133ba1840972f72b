namespace KServe.Runtime.Generative.Tokenization;

/// <summary>A vocabulary as GGUF files hold it in their metadata.</summary>
/// <remarks>The names of the keys stand beside the properties; a key that is absent leaves its default.</remarks>
internal sealed record TokenizerVocabulary
{
    /// <summary>Gets the kind of model, <c>tokenizer.ggml.model</c>: gpt2, llama, bert or t5.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the name of the split pattern, <c>tokenizer.ggml.pre</c>.</summary>
    public string? Pre { get; init; }

    /// <summary>Gets the tokens, <c>tokenizer.ggml.tokens</c>.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>Gets the scores, <c>tokenizer.ggml.scores</c>.</summary>
    public IReadOnlyList<float>? Scores { get; init; }

    /// <summary>Gets the types, <c>tokenizer.ggml.token_type</c>.</summary>
    public IReadOnlyList<int>? Types { get; init; }

    /// <summary>Gets the merges, <c>tokenizer.ggml.merges</c>.</summary>
    public IReadOnlyList<string>? Merges { get; init; }

    /// <summary>Gets <c>tokenizer.ggml.bos_token_id</c>.</summary>
    public int? BosId { get; init; }

    /// <summary>Gets <c>tokenizer.ggml.eos_token_id</c>.</summary>
    public int? EosId { get; init; }

    /// <summary>Gets <c>tokenizer.ggml.unknown_token_id</c>.</summary>
    public int? UnknownId { get; init; }

    /// <summary>Gets <c>tokenizer.ggml.seperator_token_id</c>, spelt so in the files.</summary>
    public int? SeparatorId { get; init; }

    /// <summary>Gets <c>tokenizer.ggml.add_bos_token</c>.</summary>
    public bool? AddBos { get; init; }

    /// <summary>Gets <c>tokenizer.ggml.add_eos_token</c>.</summary>
    public bool? AddEos { get; init; }

    /// <summary>Gets <c>tokenizer.ggml.add_space_prefix</c>.</summary>
    public bool? AddSpacePrefix { get; init; }

    /// <summary>Gets <c>tokenizer.ggml.remove_extra_whitespaces</c>.</summary>
    public bool? RemovesExtraBlanks { get; init; }

    /// <summary>Gets <c>tokenizer.ggml.precompiled_charsmap</c>.</summary>
    public byte[]? CharacterMap { get; init; }
}
