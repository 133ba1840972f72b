using KServe.Runtime.Sklearn;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Models whose parts contradict each other are refused when they are built.</summary>
public sealed class SklearnMalformedModelTests
{
    [Theory]
    [InlineData("classes_count.joblib", "classes_")]
    [InlineData("coef_missing.joblib", "coef_")]
    [InlineData("coef_shape.joblib", "n_features_in_")]
    [InlineData("knn_label_index.joblib", "_y")]
    [InlineData("mlp_layer_shapes.joblib", "coefs_")]
    [InlineData("svc_support_counts.joblib", "_n_support")]
    public void Read_PartsThatContradict_ThrowsNamingTheAttribute(string file, string attribute)
    {
        var description = SklearnFile.ReadDescription(MalformedFile.Load("pickle", file).Path, CancellationToken.None);
        var error = Assert.Throws<InvalidDataException>(() => new EstimatorReader().Read(description));
        Assert.Contains(attribute, error.Message, StringComparison.Ordinal);
    }
}
