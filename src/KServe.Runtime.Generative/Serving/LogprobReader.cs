using System.Text;
using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.Serving;

/// <summary>Names the tokens of log-probabilities.</summary>
internal sealed class LogprobReader(Tokenizer tokenizer)
{
    /// <summary>Gets a token's log-probability with its most probable rivals.</summary>
    /// <param name="ranked">The token and the rivals that were asked for.</param>
    public TextLogprob Read(RankedTokens ranked) => Read(ranked.Chosen) with
    {
        Top = ranked.Others.Length == 0 ? [] : [.. ranked.Others.Select(Read)],
    };

    private TextLogprob Read(RankedToken token)
    {
        var bytes = tokenizer.GetTokenBytes(token.Token);
        return new TextLogprob(token.Token, Encoding.UTF8.GetString(bytes), bytes, token.Logprob) { Rank = token.Rank };
    }
}
