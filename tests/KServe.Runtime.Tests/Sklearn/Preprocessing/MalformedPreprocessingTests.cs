using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn.Preprocessing;

/// <summary>Refuses the hostile files that concern transformers, and names what is wrong.</summary>
public sealed class MalformedPreprocessingTests
{
    [Theory]
    [InlineData("scaler_length.joblib", "mean_")]
    [InlineData("vocabulary_index.joblib", "vocabulary_")]
    [InlineData("unknown_step_in_pipeline.joblib", "is not supported")]
    [InlineData("self_containing_pipeline.joblib", "Pipeline: ")]
    public void Load_HostileFile_NamesWhatIsWrong(string name, string reason)
    {
        var file = MalformedFile.Load("pickle", name);
        var error = Assert.ThrowsAny<Exception>(() => EstimatorAnswers.Load(file.Path));
        Assert.True(error is InvalidDataException or InferenceException, error.ToString());
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
