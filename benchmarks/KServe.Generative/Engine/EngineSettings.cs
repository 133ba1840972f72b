namespace KServe.Generative.Engine;

/// <summary>What is measured, and how often.</summary>
internal sealed record EngineSettings
{
    public required ModelShape Shape { get; init; }

    public required int Threads { get; init; }

    public required int Rounds { get; init; }

    public required IReadOnlyList<EngineKind> Kinds { get; init; }

    /// <summary>Gets where the files of random weights are left; a folder that is deleted when left out.</summary>
    public string? Folder { get; init; }

    /// <summary>Gets the path of llama.cpp's llama-bench, <see langword="null"/> to measure no peer.</summary>
    public string? LlamaBench { get; init; }

    /// <summary>Gets the path of llama.cpp's llama-batched-bench.</summary>
    public string? LlamaBatchedBench { get; init; }

    public const int PromptTokens = 512;

    public const int AnswerTokens = 64;

    public const int Streams = 16;

    /// <summary>The tokens of a prompt whose answer is measured, and not it.</summary>
    public const int ShortPrompt = 8;

    public const int PrefixTokens = 1000;

    /// <summary>The tokens that follow a shared prefix.</summary>
    public const int OwnTokens = 8;
}
