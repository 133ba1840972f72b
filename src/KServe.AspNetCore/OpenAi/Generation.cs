using System.Runtime.CompilerServices;
using System.Threading.Channels;
using KServe.Protocol;

namespace KServe.AspNetCore;

/// <summary>Generates what one request asks for: each prompt through the pipeline, all of them at the same
/// time.</summary>
internal sealed class Generation(
    ModelRevision revision,
    OpenAiRequest request,
    RequestHeaders headers,
    TensorPool pool,
    IReadOnlyList<string> echoes)
{
    private const int MaxWaiting = 64;
    private readonly TextGenerationUsage[] _usages = new TextGenerationUsage[request.Prompts.Count];

    /// <summary>Gets the updates of all choices, numbered over all prompts.</summary>
    public IAsyncEnumerable<TextGenerationUpdate> RunAsync(CancellationToken cancellationToken) =>
        request.Prompts.Count == 1 ? RunAsync(0, cancellationToken) : RunAllAsync(cancellationToken);

    private async IAsyncEnumerable<TextGenerationUpdate> RunAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var updates = Channel.CreateBounded<TextGenerationUpdate>(MaxWaiting);
        var all = RunAllAsync(updates.Writer, stop);
        try
        {
            await foreach (var update in updates.Reader.ReadAllAsync(cancellationToken))
            {
                yield return update;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAllAsync(ChannelWriter<TextGenerationUpdate> writer, CancellationTokenSource stop)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, request.Prompts.Count).Select(async prompt =>
            {
                try
                {
                    await foreach (var update in RunAsync(prompt, stop.Token))
                    {
                        await writer.WriteAsync(update, stop.Token);
                    }
                }
                catch (Exception error)
                {
                    // The first failure is the answer: what the others would have said nobody reads.
                    writer.TryComplete(error);
                    await stop.CancelAsync();
                }
            }));
        }
        finally
        {
            writer.TryComplete();
        }
    }

    private async IAsyncEnumerable<TextGenerationUpdate> RunAsync(
        int prompt,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var inference = new InferRequest(revision.ModelName, pool)
        {
            Content = request.Prompts[prompt],
            Headers = headers,
            Protocol = InferenceProtocol.OpenAi,
        };
        var isFirst = true;
        await foreach (var response in revision.InferStreamAsync(inference, cancellationToken))
        {
            using (response)
            {
                if (response.Content is not TextGenerationUpdate update)
                {
                    continue;
                }

                if (isFirst && echoes.Count > 0)
                {
                    foreach (var echo in Echo(prompt))
                    {
                        yield return echo;
                    }
                }

                isFirst = false;
                yield return Place(update, prompt);
            }
        }
    }

    private IEnumerable<TextGenerationUpdate> Echo(int prompt) => Enumerable.Range(0, request.ChoicesPerPrompt)
        .Select(choice => Place(new TextGenerationUpdate { Choice = choice, Text = echoes[prompt] }, prompt));

    private TextGenerationUpdate Place(TextGenerationUpdate update, int prompt)
    {
        if (request.Prompts.Count == 1)
        {
            return update;
        }

        var usage = update.Usage;
        if (usage is { } tokens)
        {
            lock (_usages)
            {
                _usages[prompt] = tokens;
                usage = Sum();
            }
        }

        return update with { Choice = update.Choice + (prompt * request.ChoicesPerPrompt), Usage = usage };
    }

    private TextGenerationUsage Sum()
    {
        TextGenerationUsage sum = default;
        foreach (var usage in _usages)
        {
            sum = new TextGenerationUsage(
                sum.PromptTokens + usage.PromptTokens,
                sum.CompletionTokens + usage.CompletionTokens,
                sum.CachedTokens + usage.CachedTokens)
            {
                ReasoningTokens = sum.ReasoningTokens + usage.ReasoningTokens,
            };
        }

        return sum;
    }
}
