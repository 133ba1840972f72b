namespace KServe.Kernels.Tests.Linear;

internal static class RandomNumbers
{
    public static float[] Normal(Random random, int count)
    {
        var numbers = new float[count];
        for (var i = 0; i < count; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            numbers[i] = (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return numbers;
    }
}
