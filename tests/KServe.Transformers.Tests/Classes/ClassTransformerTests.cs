using KServe.Transformers.Classes;

namespace KServe.Transformers.Tests.Classes;

public sealed class ClassTransformerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Postprocess_Top_AnswersTheBestFirst()
    {
        var options = new ClassOptions { Top = 2, Labels = { "cat", "dog", "eel" } };
        using var response = await PostprocessAsync(
            options, InferTensor.Create("y", [2, 3], 0.2f, 0.1f, 0.7f, float.NaN, 0.5f, 0.5f));
        Assert.Equal(["eel", "cat", "dog", "eel"], response.FindOutput("labels")!.ToStrings());
        Assert.Equal([0.7f, 0.2f, 0.5f, 0.5f], response.FindOutput("scores")!.AsSpan<float>().ToArray());
        Assert.Equal([2L, 0, 1, 2], response.FindOutput("indices")!.AsSpan<long>().ToArray());
        Assert.Equal("[2,2]", response.FindOutput("labels")!.Shape.ToString());
    }

    [Fact]
    public async Task Postprocess_Softmax_AddsUpToOneForLargeLogits()
    {
        using var response = await PostprocessAsync(
            new ClassOptions { Activation = ScoreActivation.Softmax, Top = 0 },
            InferTensor.Create("y", [1, 3], 1000.0, 1001, 1002));
        var scores = response.FindOutput("scores")!.AsSpan<float>();
        Assert.Equal(0.66524, scores[0], 1e-4);
        Assert.Equal(0.24473, scores[1], 1e-4);
        Assert.Equal(0.09003, scores[2], 1e-4);
        Assert.Null(response.FindOutput("labels"));
    }

    [Fact]
    public async Task Postprocess_SigmoidOfHalves_IsAProbabilityEach()
    {
        using var response = await PostprocessAsync(
            new ClassOptions { Activation = ScoreActivation.Sigmoid, Top = 9 },
            InferTensor.Create("y", [2], (Half)0, (Half)2));
        Assert.Equal(0.880797, response.FindOutput("scores")!.AsSpan<float>()[0], 1e-5);
        Assert.Equal(0.5, response.FindOutput("scores")!.AsSpan<float>()[1], 1e-5);
    }

    [Fact]
    public void Find_AndSort_AgreeOnRandomRows()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            var row = Enumerable.Range(0, random.Next(1, 90))
                .Select(_ => random.Next(10) == 0 ? float.NaN : random.Next(-5, 6)).ToArray();
            var (found, places) = (new float[row.Length], new long[row.Length]);
            var (sorted, order) = (new float[row.Length], new long[row.Length]);
            TopScores.Find(row, found, places);
            TopScores.Sort(row, sorted, order);
            Assert.Equal(places, order);
            Assert.Equal(found, sorted);
            var expected = Enumerable.Range(0, row.Length)
                .OrderByDescending(i => float.IsNaN(row[i]) ? float.NegativeInfinity : row[i]).Select(static i => (long)i);
            Assert.Equal(expected, order);
        }
    }

    [Fact]
    public async Task Postprocess_ManyPlaces_AreSorted()
    {
        var values = Enumerable.Range(0, 100).Select(static i => (float)(i * 37 % 100)).ToArray();
        using var response = await PostprocessAsync(
            new ClassOptions { Top = 70 }, InferTensor.Create("y", [1, 100], (ReadOnlySpan<float>)values));
        Assert.Equal(
            Enumerable.Range(0, 70).Select(static i => 99f - i), response.FindOutput("scores")!.AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task Postprocess_WantedOutputs_AreAnsweredAlone()
    {
        var transformer = await Loading.LoadAsync(
            new ClassTransformer(new ClassOptions { Output = "y", KeepOutputs = true, Labels = { "a", "b" } }));
        using var request = new InferRequest("m") { Outputs = { new RequestedOutput("labels"), new RequestedOutput("z") } };
        using var following = await transformer.PreprocessAsync(request, Token);
        Assert.False(following.HasOutputs);
        using var inner = new InferResponse(
            InferTensor.Create("y", [1, 2], 1f, 2), InferTensor.Create("z", [1], 3f), InferTensor.Create("w", [1], 3f));
        using var response = await transformer.PostprocessAsync(inner, request, Token);
        Assert.Equal(["labels", "z"], response.Outputs.Select(static output => output.Name));
        Assert.Equal(["b"], response.Outputs[0].ToStrings());
    }

    [Fact]
    public async Task Load_LabelFile_IsReadFromTheFolderOfTheModel()
    {
        var folder = Directory.CreateTempSubdirectory();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "names.txt"), "cat\r\ndog\r\n", Token);
        var transformer = await Loading.LoadAsync(
            new ClassTransformer(new ClassOptions { LabelFile = "names.txt" }), artifact: folder.FullName);
        using var request = new InferRequest("m");
        using var inner = new InferResponse(InferTensor.Create("y", [1, 2], 1f, 2));
        using var response = await transformer.PostprocessAsync(inner, request, Token);
        Assert.Equal(["dog"], response.FindOutput("labels")!.ToStrings());
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Loading.LoadAsync(
            new ClassTransformer(new ClassOptions { LabelFile = "none.txt" }), artifact: folder.FullName));
        Assert.Equal("The file of labels 'none.txt' does not exist.", error.Message);
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "bad.txt"), [0x61, 0xFF], Token);
        await Assert.ThrowsAsync<InvalidDataException>(() => Loading.LoadAsync(
            new ClassTransformer(new ClassOptions { LabelFile = "bad.txt" }), artifact: folder.FullName));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Load_OptionsThatDoNotFit_NameTheOption()
    {
        var inner = new ModelSignature { Outputs = [new("y", TensorDataType.FP32, [-1, 3])] };
        foreach (var (option, options) in (IEnumerable<(string, ClassOptions)>)
        [
            ("Top", new ClassOptions { Top = -1 }),
            ("Output", new ClassOptions { Output = "z" }),
            ("Labels", new ClassOptions { Labels = { "a", "b" } }),
        ])
        {
            await Assert.ThrowsAsync<ArgumentException>(
                option, () => Loading.LoadAsync(new ClassTransformer(options), inner));
        }

        var transformer = await Loading.LoadAsync(new ClassTransformer(new ClassOptions()), inner);
        Assert.Equal(["scores", "indices"], transformer.Signature!.Outputs.Select(static output => output.Name));
    }

    private static async Task<InferResponse> PostprocessAsync(ClassOptions options, InferTensor output)
    {
        var transformer = await Loading.LoadAsync(new ClassTransformer(options));
        using var request = new InferRequest("m");
        using var response = new InferResponse(output);
        return await transformer.PostprocessAsync(response, request, Token);
    }
}
