namespace KServe.AspNetCore.Tests.OpenAi;

/// <summary>Makes vectors of the lengths of its texts.</summary>
internal sealed class LengthEncoder(TextEncodingTask task) : TextEncodingModel
{
    public override TextEncodingTask Task => task;

    public override IReadOnlyList<string> Labels => ["short"];

    public override ValueTask<TextEncodingResult> EncodeAsync(
        TextEncodingRequest request,
        CancellationToken cancellationToken)
    {
        var vectors = request.Inputs.Select(input => (ReadOnlyMemory<float>)(task == TextEncodingTask.Score
            ? new float[] { input.Text!.Length + input.Pair!.Length }
            : [input.Text?.Length ?? input.TokenIds!.Count, 0.5f]));
        return new(new TextEncodingResult([.. vectors], PromptTokens: request.Inputs.Count * 3));
    }
}
