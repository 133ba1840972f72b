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

    [Fact]
    public void Predict_SizesOfTheFormatAreKnown_TheLargestRatioSoFar()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, new byte[1000]);
            var entry = New(new MeshModelOptions { Uri = file, Format = "xgboost" });
            _sizes.Learn("lightgbm", bytes: 900, files: 100);
            Assert.Equal((1500, false), _sizes.Predict(entry));
            _sizes.Learn("XGBoost", bytes: 30, files: 100);
            Assert.Equal((300, false), _sizes.Predict(entry));
            _sizes.Learn("xgboost", bytes: 40, files: 100);
            _sizes.Learn("xgboost", bytes: 20, files: 100);
            Assert.Equal((400, false), _sizes.Predict(entry));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static MeshEntry New(MeshModelOptions options) => new("m", options, configure: null);
}
