namespace KServe.Protocol.Tests.OpenAi;

/// <summary>Makes the updates of answers at random: texts, thoughts, calls, tokens without a text, and an end.</summary>
internal sealed class AnswerScript(int seed)
{
    private static readonly GenerationFinishReason[] Ends =
    [
        GenerationFinishReason.Stop, GenerationFinishReason.Length, GenerationFinishReason.ToolCalls,
        GenerationFinishReason.Error,
    ];

    private readonly Random _random = new(seed);
    private int _token;

    /// <summary>Makes the updates of one request, of any choices.</summary>
    public IReadOnlyList<TextGenerationUpdate> Make(int choices, bool hasCalls)
    {
        List<TextGenerationUpdate> updates = [];
        var calls = new int[choices];
        for (var i = _random.Next(12); i >= 0; i--)
        {
            for (var choice = 0; choice < choices; choice++)
            {
                updates.AddRange(MakePiece(choice, hasCalls ? calls : null));
            }
        }

        for (var choice = 0; choice < choices; choice++)
        {
            updates.Add(WithToken(new TextGenerationUpdate
            {
                Choice = choice,
                Text = _random.Next(3) == 0 ? "end" : "",
                FinishReason = Ends[_random.Next(Ends.Length)],
            }));
        }

        return updates;
    }

    private IEnumerable<TextGenerationUpdate> MakePiece(int choice, int[]? calls)
    {
        switch (_random.Next(calls is null ? 4 : 5))
        {
            case 0:
                yield return WithToken(new TextGenerationUpdate { Choice = choice });
                break;
            case 1:
                yield return WithToken(new TextGenerationUpdate { Choice = choice, Reasoning = $"think{_token} " });
                break;
            case 4:
                var index = calls![choice]++;
                yield return WithToken(new TextGenerationUpdate
                {
                    Choice = choice,
                    Text = _random.Next(3) == 0 ? "calling " : "",
                    ToolCalls = [new ToolCallUpdate(index, "{\"a\":") { Id = $"call_{index}", Name = "f" }],
                });
                yield return WithToken(new TextGenerationUpdate { Choice = choice });
                yield return WithToken(new TextGenerationUpdate
                {
                    Choice = choice,
                    ToolCalls = [new ToolCallUpdate(index, "1}")],
                });
                break;
            default:
                yield return WithToken(new TextGenerationUpdate { Choice = choice, Text = $"word{_token} \"<é> " });
                break;
        }
    }

    private TextGenerationUpdate WithToken(TextGenerationUpdate update)
    {
        var token = ++_token;
        return update with
        {
            TokenIds = [token],
            Logprobs = [new TextLogprob(token, $"t{token}", default, -token)],
            Usage = new TextGenerationUsage(7, token, 3),
        };
    }
}
