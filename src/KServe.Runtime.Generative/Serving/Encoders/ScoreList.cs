namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>Keeps all scores.</summary>
internal sealed class ScoreList(int count) : IScoreSink
{
    private readonly float[][] _scores = new float[count][];

    /// <summary>Gets the scores of a text.</summary>
    public float[] this[int index] => _scores[index];

    public void Take(int index, ReadOnlySpan<float> scores) => _scores[index] = scores.ToArray();
}
