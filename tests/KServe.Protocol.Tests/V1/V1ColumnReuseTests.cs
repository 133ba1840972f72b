using System.Text;

namespace KServe.Protocol.Tests;

/// <summary>A thread keeps columns from request to request; no request may see what another left.</summary>
public sealed class V1ColumnReuseTests
{
    private static readonly ModelSignature[] Signatures =
    [
        ModelSignature.Empty,
        Declare(new TensorMetadata("x", TensorDataType.FP32, [-1, 2])),
        Declare(new TensorMetadata("x", TensorDataType.INT64, [-1, 2])),
        Declare(new TensorMetadata("x", TensorDataType.BYTES, [-1]) { ContentType = "application/json" }),
        Declare(new TensorMetadata("x", TensorDataType.FP64, [-1]), new TensorMetadata("y", TensorDataType.BYTES, [-1])),
    ];

    private static readonly string[] Bodies =
    [
        """{"instances":[[1,2],[3,4]]}""",
        """{"instances":[[1,2.5]]}""",
        """{"instances":[[[1],[2]],[[3],[4]]]}""",
        """{"instances":[1,-2,3]}""",
        """{"instances":[18446744073709551615]}""",
        """{"instances":[null,true]}""",
        """{"instances":[null,null]}""",
        """{"instances":[null,"a"]}""",
        """{"instances":[[],[]]}""",
        """{"instances":[]}""",
        """{"instances":[true,false]}""",
        """{"instances":["a",{"b64":"AAE="}]}""",
        """{"instances":[{"x":1,"y":"a"},{"x":2,"y":null}]}""",
        """{"instances":[{"x":1.5},{"x":[2]}]}""",
        """{"inputs":{"x":[1,2],"y":["a","b"]}}""",
        """{"instances":[[1,2],[3]]}""",
        """{"instances":[1,"a"]}""",
        """{"instances":[{"x":1},{"z":1}]}""",
        """{"instances":[{"k":1}""",
    ];

    [Fact]
    public void ReadRequest_AfterAnyOther_GivesWhatAFreshThreadGives()
    {
        var expected = (from body in Bodies from signature in Signatures select OnFreshThread(body, signature)).ToArray();
        var random = new Random(7);
        for (var i = 0; i < 4000; i++)
        {
            var (body, signature) = (random.Next(Bodies.Length), random.Next(Signatures.Length));
            Assert.Equal(
                expected[(body * Signatures.Length) + signature], Describe(Bodies[body], Signatures[signature]));
        }
    }

    [Fact]
    public void ReadRequest_ManyInputsOfManyNames_GivesAllBack()
    {
        var pool = new TensorPool();
        for (var round = 0; round < 50; round++)
        {
            var columns = string.Join(',', Enumerable.Range(round, 40).Select(static i => $"\"c{i}\":{i}"));
            using var request = Codec.ReadV1($$$"""{"instances":[{{{{columns}}}}]}""", pool: pool);
            Assert.Equal(
                Enumerable.Range(round, 40).Select(static i => (long)i),
                request.Inputs.Select(static input => input.AsSpan<long>()[0]));
        }

        Assert.Equal(0, pool.RentedCount);
    }

    private static ModelSignature Declare(params TensorMetadata[] inputs) =>
        new() { Inputs = inputs };

    private static string OnFreshThread(string body, ModelSignature signature)
    {
        var result = "";
        var thread = new Thread(() => result = Describe(body, signature));
        thread.Start();
        thread.Join();
        return result;
    }

    private static string Describe(string body, ModelSignature signature)
    {
        var pool = new TensorPool();
        var text = new StringBuilder();
        try
        {
            using var request = Codec.ReadV1(body, signature, pool);
            foreach (var input in request.Inputs)
            {
                text.Append(input).Append(Convert.ToHexString(input.Data.Span))
                    .Append('!').AppendJoin(',', input.MissingElements.ToArray()).Append(';');
            }
        }
        catch (InferenceException error)
        {
            text.Append(error.Message);
        }

        Assert.Equal(0, pool.RentedCount);
        return text.ToString();
    }
}
