using System.Diagnostics;

namespace KServe.Generative.Engine;

/// <summary>When an answer came.</summary>
/// <param name="Start">When the request was sent, as a timestamp.</param>
/// <param name="First">When its first piece was read.</param>
/// <param name="Last">When its last piece was read.</param>
/// <param name="FirstTokens">The tokens of the first piece.</param>
/// <param name="Tokens">All tokens.</param>
internal sealed record AnswerTimes(long Start, long First, long Last, int FirstTokens, int Tokens)
{
    /// <summary>Gets the seconds from the request to the first token.</summary>
    public double SecondsToFirst => Stopwatch.GetElapsedTime(Start, First).TotalSeconds;

    /// <summary>Gets the tokens per second behind the first piece.</summary>
    public double Rate => (Tokens - FirstTokens) / Stopwatch.GetElapsedTime(First, Last).TotalSeconds;
}
