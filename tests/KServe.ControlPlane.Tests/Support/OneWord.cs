using System.Runtime.CompilerServices;

namespace KServe.ControlPlane.Tests.Support;

/// <summary>Answers every question with one word.</summary>
internal sealed class OneWord(string word) : TextGenerationModel
{
    public override async IAsyncEnumerable<TextGenerationUpdate> GenerateAsync(
        TextGenerationRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        yield return new TextGenerationUpdate
        {
            Text = word,
            FinishReason = GenerationFinishReason.Stop,
            Usage = new TextGenerationUsage(1, 1, 0),
        };
    }
}
