using System.Text;
using KServe.Runtime.Mlflow;

namespace KServe.Runtime.Tests.Mlflow;

public sealed class MlflowMutationTests : IDisposable
{
    private const string Text =
        """
        artifact_path: model
        flavors:
          python_function: {env: conda.yaml, loader_module: mlflow.sklearn}
          sklearn:
            pickled_model: model.pkl
            serialization_format: cloudpickle
        signature:
          inputs: '[{"name": "age", "type": "double"}, {"name": "city", "type": "string"},
            {"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1, 3]}}]'
        tags: [a, b, {c: d}]
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kserve-mlflow-");

    [Fact]
    public void Read_TenThousandMutations_OnlyTypedErrors()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "model.pkl"), "");
        var path = Path.Combine(_folder.FullName, "MLmodel");
        var random = new Random(20260101);
        var good = Encoding.UTF8.GetBytes(Text);
        var read = 0;
        for (var i = 0; i < 10_000; i++)
        {
            File.WriteAllBytes(path, Mutate(good, random));
            try
            {
                MlflowModel.Read(_folder.FullName);
                read++;
            }
            catch (InferenceException error)
            {
                Assert.StartsWith("MLmodel: ", error.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(read, 1, 9_999);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Mutate(byte[] good, Random random)
    {
        const string Marks = "{}[]:,'\"&*!|>-#?%@ \n\t\\0";
        var bytes = good.ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = (byte)Marks[random.Next(Marks.Length)];
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
                    bytes.Add((byte)'\n');
                    break;
                default:
                    bytes.InsertRange(at, good.AsSpan(random.Next(good.Length - 20), 20));
                    break;
            }
        }

        return [.. bytes];
    }
}
