using System.Runtime.CompilerServices;

namespace KServe.AspNetCore.Tests.OpenAi;

/// <summary>Says what a script makes of each request.</summary>
internal sealed class ScriptedGenerator(
    Func<TextGenerationRequest, CancellationToken, IAsyncEnumerable<TextGenerationUpdate>> script) : TextGenerationModel
{
    public override int MaxModelLength => 512;

    public override IAsyncEnumerable<TextGenerationUpdate> GenerateAsync(
        TextGenerationRequest request,
        CancellationToken cancellationToken) => script(request, cancellationToken);

    /// <summary>Repeats the prompt word by word, once for each choice.</summary>
    public static ScriptedGenerator Echo() => new(EchoAsync);

    private static async IAsyncEnumerable<TextGenerationUpdate> EchoAsync(
        TextGenerationRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prompt = request.Text ?? request.Messages?[^1].Content ?? string.Join(' ', request.TokenIds!);
        var words = prompt.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            for (var choice = 0; choice < request.Sampling.Count; choice++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
                var isLast = i == words.Length - 1;
                yield return new TextGenerationUpdate
                {
                    Choice = choice,
                    Text = (i == 0 ? "" : " ") + words[i],
                    FinishReason = isLast ? GenerationFinishReason.Stop : null,
                    Usage = new TextGenerationUsage(words.Length, (i * request.Sampling.Count) + choice + 1, 1),
                };
            }
        }
    }
}
