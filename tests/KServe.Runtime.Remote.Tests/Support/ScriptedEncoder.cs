namespace KServe.Runtime.Remote.Tests;

/// <summary>Makes vectors that tell what was asked, the best not always first.</summary>
internal sealed class ScriptedEncoder(TextEncodingTask task) : TextEncodingModel
{
    public override TextEncodingTask Task => task;

    public override IReadOnlyList<string> Labels => ["no", "yes", "perhaps é"];

    public override ValueTask<TextEncodingResult> EncodeAsync(
        TextEncodingRequest request,
        CancellationToken cancellationToken)
    {
        var vectors = request.Inputs.Select(input => (ReadOnlyMemory<float>)Encode(input, request));
        return new(new TextEncodingResult([.. vectors], 7 * request.Inputs.Count));
    }

    private float[] Encode(TextInput input, TextEncodingRequest request)
    {
        var length = input.TokenIds?.Count ?? input.Text!.Length;
        return task switch
        {
            TextEncodingTask.Score => [1f / (length + (3 * input.Pair!.Length) + (request.Truncates ? 1 : 0))],
            TextEncodingTask.Classification => [0.1f, length % 2 == 0 ? 0.7f : 0.2f, length % 2 == 0 ? 0.2f : 0.7f],
            _ => [length, 0.1f, request.Dimensions ?? 0],
        };
    }
}
