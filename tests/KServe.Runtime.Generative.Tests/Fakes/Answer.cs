using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Tests.Fakes;

/// <summary>What a reader got of one answer.</summary>
internal sealed class Answer
{
    public List<int> Tokens { get; } = [];

    public List<RankedTokens> Logprobs { get; } = [];

    public string Text { get; set; } = "";

    public FinishReason FinishReason { get; set; }
}
