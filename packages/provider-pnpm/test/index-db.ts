import { inflateSync } from 'node:zlib';

/** An `index.db` that pnpm 12.4.2 has written for three packages, compressed: Node 20 has no SQLite to make one with. */
export const indexDb: Buffer = inflateSync(
  Buffer.from(
    [
      'eNrtlstuHMcVhkd0BMECjHjnbSMw4ASKyKo6dTWsgDMcSqQ4Ik1yqBGziFGXU+Mm50LNDMmIm0gOtNAiQC5+g9CyAjjIIsgLeGsZyEIbPUKy9D',
      'abnJFoWpQFGEa8CvrHzIDNrqr++9R3/u7N9VY5wSIPR30/KaD2Zm1mpjZfFLVabebk+7XO0fdHLx1/l2Zqs7/7zxvTwT/ertGnUqVKlSpVqlSp',
      'UqVKlSpV+v/SvbfPXXjrnXfOfXRh4kMP93zc9V38oBwk/PWZg5mFjcV6e7Fo1xutxeLMqeKnF4sz2sU7RXvxVrt4f2P5Rn1ju1hZ3P75S2OSn/',
      'ii0VprFKtr7WJ1q9U6M+BnRWe5vbS21S421jrLzYtk9bULu7U33rywe7FRbVulSpUqVar0A+v+1vl7v3nw7vhDr7i4jI215vL1/d4hLxeOJkLP',
      '7TQP1mBntFKuzC1vN1Z7XC0d7rS6sLC7nvWlo7nN5qXlDmttqN1J53arHstNbUUXh+hW12/1DkrQInSvXHk94UHsoR9cHvv+Xg8vx145L2bZLH',
      'symv/42Pe6w7+O8PZ+OcJxY7/spUd9Pygzjief5LKH44fP/X3+ZFT/06cHOBqXw8GfQzk4Hvg+fvJsoUfPXk5md8Z/f8W1fvto+gIySz9PRo2P',
      'H6ayS0sf94cJj8flEf4lfohxF1N98vQuMq28VF6k5A0mzkRiUWdUEYRREFNWWipNQwy3iAEs/SOyGCVoo2VU2aXgHWcxBZUzc1kljgiSBw+cOx',
      'ecl1ZCTtaaaFU2kKIWgImmMpBfnjv+crX4onH0E7zy1e9rp7fVeHo3Oxks9wJTSNlHiyknzVXgPhij0EhaIkivUAkL2UgXGV0+RpFQWoFeI7DA',
      'NRNaYGQ02aJSQfssvHUqKhBaBUjA0VpnIACb3myc2ienwZG1906NfXbyUkjWhgMy59Ao65l0JiqnkmPKuaSARdAqeiWdtdy6LDVnBiMKbYH5bL',
      'TzkFkARCp05kBDgpXGZLKjeCLDjAdaMdkovBY5RJMUZj49tknxwLKNMmVN5h7HU3f3W+c/eu3B2ydYTw5+eVuam7eumn4Xt2XnWrM/7OXNndXS',
      'r1zfG+50j3h/IyyypVsj2QklX7rau7620bgzZo3+wmLn0srRte3u4dY1M1kf9jCsyBKaS1Os519ibY7+zvNsFmb59wb7j1+D/RzqZ4v845UX+B',
      '40gw7Ko4LEstAgjQZlmHeOc6p3tiZ4tIwhRCKTx2yIEkzJAk0guq0yIWQZAgYbFAcnDM+0m5LpFAU6lWkHbRBcYQQOXHobo3OZlmAaptC9SPO/',
      '58/QLCLjkoaDT0nQdnMGShKJEYELIFa1FiIIzwM6y0XOwQnJwCSGPMkIniXAyAnmQKxJggHBxRQjdSS1gjHO5ujBcTrSdJUgYsSQmWRk21pF1n',
      '5xYox9i2ZGXaytV4JzuhNOdxZkEhIFUCWYpyVCpm+I2qClrg/BZAA6T4Xw0jPQEaYJgDIyoSJdkDtGZQGqnPKBKmoSD0lnTalAAPgotXVCG6aY',
      'RT9NgcftU3f3B+fvHT6YnNC8fjhcaJZRr6qDdmO/udvvvz/XqC8dNq6NXR7dzDf2rt6YawyCGN9ubR7N9cobre0V2zNbI76+trlR7zaj7bj9fl',
      'g6WrrTubmyA8Zeqn87pOf5rPhfAvqzhHtI+z2IJY6fQ32yYuMPrwb74a+m1LO/vXTuRd4XviO9IVOcEqrGoDcJBCVkcpRGwlJMWhY8o8CzgCzx',
      'CIEbJzVjghJJQmSa8ZwFC4b44oQyaq045Wq0tJX0gxSrFF2U5V6A5VzZZKyI3mZCPnid04u8/+uf3/C+8PSu9jE5q0LOLuc4jTmtiRNHOUnmqI',
      '0coKMni5BByEQUhSQZ0pPC+JCnzwlqPRGoz2gC5Spn0rDElKWQtoQmdQ6Bz7hJVtEtSJ2IUmr5lCH4yHGa3vbU2BneyRxNReUzI3apJ5mm6fQR',
      '1noqE8I003mWgCF46j/JKaKlyloGep6JQCU2YCnLRRKKqqOBCqIS6hQIfm+1YJ5mUI9wz2kDMBLqgoCh9gWbpJvmxOO7p+7+C6zQEZg=',
    ].join(''),
    'base64',
  ),
);
