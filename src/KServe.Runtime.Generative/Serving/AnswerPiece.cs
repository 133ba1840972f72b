using System.Text;
using KServe.Runtime.Generative.Engine;

namespace KServe.Runtime.Generative.Serving;

/// <summary>Gathers what has come of one answer since it was read last.</summary>
internal sealed class AnswerPiece
{
    public StringBuilder Text { get; } = new();

    public List<int> Tokens { get; } = [];

    public List<TextLogprob> Logprobs { get; } = [];

    public FinishReason FinishReason { get; set; }

    public int? LastToken { get; set; }

    public bool HasNews { get; set; }

    public void Clear()
    {
        Text.Clear();
        Tokens.Clear();
        Logprobs.Clear();
        HasNews = false;
    }
}
