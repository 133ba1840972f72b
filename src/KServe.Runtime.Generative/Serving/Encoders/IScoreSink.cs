namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>Takes what a model computed of the texts of one request.</summary>
internal interface IScoreSink
{
    /// <summary>Takes the scores of a text, in the order in which texts are computed.</summary>
    /// <param name="index">The text.</param>
    /// <param name="scores">One row, or a row for each of its tokens; valid during the call.</param>
    void Take(int index, ReadOnlySpan<float> scores);
}
