namespace KServe.ModelMesh.Tests.Loading;

public sealed class SizeEstimatorTests
{
    private readonly SizeEstimator _sizes = new(new ModelMeshOptions { SizeFactor = 1.5, DefaultModelSize = 7 });

    [Fact]
    public void Predict_NothingKnown_TheDefault() =>
        Assert.Equal((7, false), _sizes.Predict(New(new MeshModelOptions { Uri = "s3://models/a" })));

    [Fact]
    public void Predict_Declared_TheDeclaration() =>
        Assert.Equal((5, true), _sizes.Predict(New(new MeshModelOptions { Uri = "s3://models/a", Size = 5 })));

    [Fact]
    public void Predict_MeasuredBefore_TheMeasurement()
    {
        var entry = New(new MeshModelOptions { Size = 5 });
        entry.MeasuredBytes = 9;
        Assert.Equal((9, true), _sizes.Predict(entry));
    }

    [Fact]
    public void Predict_FilesOnTheDisk_TheirSumTimesTheFactor()
    {
        var root = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllBytes(Path.Combine(root.FullName, "a"), new byte[100]);
            File.WriteAllBytes(Path.Combine(root.CreateSubdirectory("1").FullName, "b"), new byte[20]);
            Assert.Equal((180, false), _sizes.Predict(New(new MeshModelOptions { Uri = root.FullName })));
            var uri = new Uri(Path.Combine(root.FullName, "a")).AbsoluteUri;
            Assert.Equal((150, false), _sizes.Predict(New(new MeshModelOptions { Uri = uri })));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static MeshEntry New(MeshModelOptions options) => new("m", options, configure: null);
}
